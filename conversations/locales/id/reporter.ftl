# Yang dibaca pelapor. Kalimat pendek, tanpa singkatan, tanpa tanda seru.
# 40 huruf pertama setiap pesan harus netral: itu yang tampak di layar kunci.

neutral-line = Baik, terima kasih.
resting-asked = Halo. Ini layanan informasi untuk warga. Tekan Mulai kalau ada yang ingin disampaikan.
choose-language =
    Halo. Silakan pilih bahasa.
    Hello. Please choose a language.
role-lead = Selamat datang kembali, Bapak/Ibu. Silakan pilih.
role-question = Untuk siapa Bapak/Ibu mengisi kali ini?

safety-lead = Halo. Kami bertanya pelan-pelan, satu per satu.
safety-question = Apakah saat ini aman untuk mengetik?

danger-lead = Baik, terima kasih sudah memberi tahu kami.
danger-call = Kalau bisa, telepon salah satu nomor ini sekarang.
danger-number = Kalau bisa, telepon { $number } sekarang.
danger-place = Pergilah ke tempat ramai, atau ke rumah orang yang bisa dipercaya.
unsafe-lead = Baik, tidak apa-apa. Kita bisa lanjut kapan saja.
unsafe-advice = Layar ini boleh ditutup dulu. Keluar cepat menghapus percakapan ini.
hotline = { $name }: { $number }{ $note ->
        [none] {""}
       *[other] {" "}({ $note })
    }

callback-lead = Baik. Tidak perlu bercerita apa-apa dulu.
callback-meaning =
    Tekan Kirim permintaan kalau mau dihubungi petugas lewat chat ini.
    Hanya permintaan itu yang terkirim. Sebelum ditekan, tidak ada yang terkirim.
    Kalau petugas menulis, kabarnya datang di sini antara jam { $from } dan { $to }, tanpa bunyi.
    Membalasnya di chat ini belum bisa.

phone-lead = Satu hal dulu tentang ponsel yang dipakai ini.
phone-question = Apakah ada orang lain yang kadang membuka ponsel ini?
phone-exit =
    Tombol Keluar cepat menghapus percakapan ini dari ponsel.
    Yang tidak bisa kami hapus: tangkapan layar dan pesan lebih dari 48 jam.
    Perangkat lain dan aplikasi pengintai juga di luar jangkauan kami.

limits-lead = Sebelum mulai, ada beberapa hal yang perlu diketahui.
limits-who = Kami { $office }. Yang membaca hanya petugas piket dan koordinator, bukan RT/RW.
limits-danger = Kalau dalam bahaya, telepon { $number }.
limits-telegram = Chat ini lewat Telegram, perusahaan luar negeri, dan bisa terbaca di ponsel ini.
limits-nameless = Nama tidak perlu disebut. Gugus tugas hanya menerima angka, bukan cerita.
limits-police = Untuk kekerasan seksual dan perdagangan orang, hukum bisa mewajibkan kami melapor ke polisi.
limits-free = Gratis. Boleh berhenti, atau minta dihapus, kapan saja. Catatan disimpan { $years } tahun.
limits-official = Bapak/Ibu, siapa pun yang tahu kekerasan di rumah tangga wajib membantu semampunya. Yang menyampaikan dengan niat baik dilindungi hukum.
limits-official-mediation = Mohon jangan menyelesaikan kekerasan seksual di tingkat RT/RW. Itu dilarang undang-undang.
limits-consent = Boleh kita lanjutkan?

limits-ask-lead = Silakan dibaca pelan-pelan, tidak perlu buru-buru.
limits-ask-who = Siapa kami? { $office }, kantor pemerintah kota. Jawaban di chat ini otomatis; yang membaca nanti manusia.
limits-ask-read = Siapa yang membaca? Petugas piket dan koordinator, supaya bisa membantu. Kalau menyangkut pejabat, hanya koordinator.
limits-ask-police = Apakah polisi diberi tahu? Kadang hukum mewajibkannya. Bila memungkinkan, petugas menjelaskannya lebih dulu.
limits-ask-telegram = Apakah aman? Catatan kami dikunci. Namun Telegram bisa membaca yang lewat. Orang yang membuka ponsel ini juga bisa.
limits-ask-erase = Bisa dihapus? Bisa, kecuali hukum mewajibkan kami menyimpannya. Yang belum dikirim terhapus sendiri setelah { $hours } jam.
limits-ask-exit = Keluar cepat menghapus percakapan ini. Tangkapan layar, perangkat lain dan aplikasi pengintai tidak bisa kami bersihkan.

question-lead = Pertanyaan { $number }. { $address ->
        [child] Jawab yang kamu tahu saja.
        [official] Jawab yang Bapak/Ibu tahu saja.
       *[adult] Jawab yang Anda tahu saja, tidak apa.
    }
note-lead = Baik, ada satu hal dulu sebelum kita lanjut.
hint-press-a-button = Silakan pilih salah satu tombol di bawah.
hint-write-please = Silakan tulis jawabannya di sini.
hint-not-this-kind = Yang ini belum bisa kami baca. Berkas bisa ditambahkan di bagian akhir.
hint-not-valid = Jawaban itu belum cocok. Silakan coba lagi, atau lewati saja.
hint-not-a-number = Tulis dengan angka saja, misalnya 3.
hint-not-a-date = Tulis tanggalnya begini: 17-08-2026. Kalau tidak ingat, tekan Tidak tahu.
hint-required = Yang ini kami perlukan supaya bisa membantu.
hint-file-too-large = Berkas itu terlalu besar untuk lewat sini. Tanpa berkas itu pun bisa dilanjutkan.
hint-file-refused = Berkas itu tidak bisa kami ambil. Tanpa berkas itu pun bisa dilanjutkan.
hint-masked = Nomor yang tertulis sudah kami tutupi demi keamanan.
hint-edited = Pesan yang diubah tidak terbaca ulang. Silakan tulis lagi, atau ubah nanti di akhir.
hint-kept-meanwhile = Yang ditulis selagi jeda tadi sudah tersimpan di sini.
hint-wait-for-file = Berkas masih kami simpan. Tunggu sebentar, lalu tekan Kirim lagi.
hint-too-many-files = Jumlah berkas sudah cukup. Terima kasih.
files-kept = { $count } berkas sudah tersimpan.
files-coming = { $count } berkas sedang kami simpan.

review-lead = { $address ->
        [child] Ini semua yang kamu sampaikan. Baca dulu pelan-pelan.
        [official] Ini semua yang Bapak/Ibu sampaikan. Silakan dibaca dulu.
       *[adult] Ini semua yang Anda sampaikan. Silakan dibaca dulu.
    } Belum ada yang terkirim.
review-choose = Nomor berapa yang ingin diubah? Silakan tekan nomornya.
answer-skipped = (dilewati)
answer-stands = Ini sudah dijawab. Tulis lagi kalau mau mengganti.
answer-unknown = (tidak tahu)
answer-files = { $count } berkas

paused-lead = Baik, kita berhenti dulu. Tidak ada yang terkirim.
paused-kept = Isian ini kami simpan { $hours } jam, lalu terhapus sendiri.
received-lead = Baik, sudah kami terima. Terima kasih.
received-report = Petugas piket sedang kami beri tahu. { $address ->
        [child] Kamu tidak sendirian.
        [official] Terima kasih, Bapak/Ibu sudah membantu.
       *[adult] Anda tidak sendirian.
    }
received-callback = Petugas piket sedang kami beri tahu. Kalau petugas menulis, kabarnya datang di sini antara jam { $from } dan { $to }, tanpa bunyi.
received-code =
    Ini kodenya:
    { $code }
received-keep = Hafalkan, atau catat di tempat yang aman. Kode ini hanya tampil sekali.

news-lead = Halo, ada kabar. Bisa dibuka kapan saja dalam dua hari ini.
news-safety-lead = Sebelum dibuka, ada satu hal dulu.
news-safety-question = Apakah saat ini aman untuk membaca?
news-word-lead = Baik. Tulis satu kata yang dulu dipilih.
news-word = Kata itu langsung dihapus dari percakapan ini.
news-open-lead = Baik, ini kabarnya. Silakan dibaca pelan-pelan.
news-answer =
    Membalas di chat ini belum bisa.
    Kalau ada nomor di atas, silakan telepon saat aman.
    Atau tekan Sudah dibaca, lalu tulis apa saja di sini untuk mengisi yang baru.
news-not-sent = Yang tadi ditulis di sini tidak sampai ke petugas, dan sudah dihapus.

outage-lead = Halo, tadi ada jeda sebentar di pihak kami. Maaf sudah membuat menunggu.
button-go-on = Lanjut

button-open = Buka
button-read = Sudah dibaca
button-start = Mulai
button-language-id = Bahasa Indonesia
button-language-en = English
button-for-resident = Untuk warga
button-for-self = Untuk saya sendiri
button-safe = Aman
button-not-safe = Tidak aman
button-danger-now = Ada bahaya sekarang
button-callback = Minta dihubungi petugas
button-go-on-safe = Saya sudah aman, lanjut
button-stop-here = Berhenti di sini
button-send-callback = Kirim permintaan
button-phone-mine = Hanya saya
button-phone-shared = Ada orang lain
button-agree = Setuju, lanjut
button-ask-first = Tanya dulu
button-back = Kembali
button-answer-stays = Tetap begitu
button-skip = Lewati
button-unknown = Tidak tahu
button-stop = Berhenti
button-exit = Keluar cepat
button-next = Lanjut
button-done-choosing = Sudah, lanjut
button-files-done = Cukup, lanjut
button-files-none = Tidak ada, lanjut
button-files-drop = Hapus berkas, lanjut
button-today = Hari ini
button-yesterday = Kemarin
button-page-before = ‹ Sebelumnya
button-page-after = Berikutnya ›
button-send = Kirim
button-change = Ubah jawaban
button-keep = Selesai mengubah
button-resume = Lanjutkan
button-discard = Hapus semua isian
button-noted = Sudah saya catat

toast-old-button = Tombol itu sudah lewat. Ini yang sekarang.
