# Yang dibaca petugas, koordinator dan perangkat. Bahasa kantor, jelas saat dibaca tengah malam.

alert-title = Kasus { $number } menunggu
alert-urgency = Prioritas: { $urgency ->
        [tinggi] tinggi
        [sedang] sedang
       *[rendah] rendah
    }
alert-age = Masuk: { $unit ->
        [now] baru saja
        [minutes] { $count } menit lalu
        [hours] { $count } jam lalu
       *[days] { $count } hari lalu
    }
alert-again = Belum ada yang menerima.
alert-instead = Tidak ada petugas piket yang bisa dihubungi. Mohon Anda yang menangani.
case-yours = Kasus { $number } Anda tangani
case-accepted-by = Kasus { $number } sudah diterima oleh { $name }.
case-closed = Kasus { $number } selesai.
case-no-step = Belum ada langkah tercatat.
case-last-step = Langkah terakhir: { $step ->
        [dihubungi] dihubungi
        [dirujuk] dirujuk
        [menunggu] menunggu
       *[selesai] selesai
    }, { $unit ->
        [now] baru saja
        [minutes] { $count } menit lalu
        [hours] { $count } jam lalu
       *[days] { $count } hari lalu
    }
case-next = Tindak lanjut: { $when }
case-overdue = Tindak lanjut terlewat { $unit ->
        [now] baru saja
        [minutes] { $count } menit
        [hours] { $count } jam
       *[days] { $count } hari
    }.
case-damaged = Kasus { $number } tidak bisa dibuka. Catatannya rusak. Mohon hubungi admin sekarang.
story-damaged = Cerita kasus { $number } tidak bisa dibuka. Catatannya rusak. Mohon minta admin memeriksa cadangan sekarang.
ring-follow-up = Waktunya tindak lanjut.
ring-overdue = Tindak lanjut sudah lewat. Mohon catat langkahnya.
ring-overdue-coordinator = Tindak lanjut terlewat. Mohon koordinator menghubungi penanggung jawabnya.

button-accept = Terima
button-view = Lihat
button-record-step = Catat langkah
button-case = { $number } · { $urgency ->
        [tinggi] tinggi
        [sedang] sedang
       *[rendah] rendah
    } · { $state ->
        [new] belum diterima
        [overdue] terlewat
        [accepted] belum ada langkah
        [dihubungi] dihubungi
        [dirujuk] dirujuk
        [menunggu] menunggu
       *[selesai] selesai
    }
button-status = Ringkasan kantor
button-own-cases = Kasus saya
button-refresh = Perbarui
button-home = Kembali ke meja
button-write = Tulis ke pelapor
button-send-word = Kirim ke pelapor
button-cancel = Batal
button-step-dihubungi = Sudah dihubungi
button-step-dirujuk = Dirujuk
button-step-menunggu = Menunggu
button-step-selesai = Selesai, tutup kasus
button-tomorrow = Besok
button-three-days = 3 hari
button-one-week = 1 minggu
button-other-date = Tanggal lain
button-confirm = Benar, terima
button-decline = Bukan, tolak
button-close = Tutup tampilan
button-part-facts = Ringkasan
button-part-story = Cerita
button-part-notes = Catatan
button-part-file = Lampiran { $count }

desk-lead = Selamat bertugas, { $name }.
desk-own = { $count ->
        [0] Tidak ada kasus yang sedang Anda tangani.
       *[other] Kasus yang Anda tangani: { $count }.
    }
status-lead = Ringkasan per { $when }
status-attention =
    Belum diterima: { $unaccepted }
    Tindak lanjut terlewat: { $overdue }
status-urgency = Kasus terbuka: { $total } (tinggi { $tinggi }, sedang { $sedang }, rendah { $rendah })
status-steps = Langkah terakhir: baru { $new }, diterima { $accepted }, dihubungi { $dihubungi }, dirujuk { $dirujuk }, menunggu { $menunggu }
status-damaged = { $count } kasus tidak bisa dibuka karena catatannya rusak. Mohon hubungi admin.
status-definition = Yang dihitung: laporan yang masuk lewat chat ini dan belum ditutup.
duty-now = Piket sekarang: { $names }
duty-nobody = Piket sekarang: tidak ada yang bisa dihubungi. Laporan baru langsung ke koordinator.
duty-unreachable = Tidak bisa dihubungi lewat bot: { $names }. Mohon minta membuka bot lagi.

step-lead = Kasus { $number }: langkah apa yang sudah dilakukan?
date-lead = Kasus { $number }: kapan dilihat lagi?
date-type = Kasus { $number }: tulis tanggalnya, misalnya 17-08-2026.
date-refused = Tanggal itu tidak terbaca, atau sudah lewat.
step-kept = Kasus { $number }: { $step ->
        [dihubungi] dihubungi
        [dirujuk] dirujuk
        [menunggu] menunggu
       *[selesai] selesai
    }, tercatat.
step-next = Tindak lanjut: { $when }
note-offer = Kalau ada catatan, tulis di sini. Pesan Anda langsung dikunci dan dihapus dari chat.
note-kept = Catatan tersimpan dan terkunci.

write-ask = Kasus { $number }: tulis pesan untuk pelapor, paling banyak 1.000 huruf.
write-answer = Pelapor belum bisa membalas. Tulis juga cara melanjutkan: nomor kantor yang bisa ditelepon, atau mengisi laporan baru lewat chat itu.
write-phone = Orang lain bisa membuka ponselnya. Tulis seperlunya saja, jangan sebut nama.
write-too-long = Pesan tadi { $count } huruf, jadi belum dipakai. Mohon dipendekkan.
write-check = Kasus { $number }: beginilah pesannya nanti. Belum ada yang terkirim.
write-now = Diantar segera, tanpa bunyi, begitu chat pelapor sedang tidak dipakai.
write-later = Diantar mulai { $when }, pada jam yang aman bagi pelapor, tanpa bunyi.
write-change = Mau mengubah? Tulis lagi seluruh pesannya.

joining = Terima kasih. Koordinator akan memastikan akun ini. Tunggu sebentar.
join-asks = { $name } minta bergabung sebagai { $role ->
        [petugas] petugas
        [koordinator] koordinator
       *[perangkat] perangkat kelurahan
    }{ $place ->
        [none] .
       *[other] {" "}({ $place }).
    }
join-put-back = Catatan lama tentang { $name } muncul lagi di database, misalnya dari cadangan. Perannya sebagai { $role ->
        [petugas] petugas
        [koordinator] koordinator
       *[perangkat] perangkat kelurahan
    }{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    } ditahan sampai Anda memastikannya.
join-asked = { $name }, { $role ->
        [petugas] petugas
        [koordinator] koordinator
       *[perangkat] perangkat kelurahan
    }{ $place ->
        [none] .
       *[other] {" "}({ $place }).
    }
join-was-confirmed = Sudah diterima.
join-was-declined = Sudah ditolak.
join-check = Pastikan lewat telepon atau tatap muka bahwa ini memang akunnya.
join-welcome = Akun ini sudah terhubung sebagai { $role ->
        [petugas] petugas
        [koordinator] koordinator
       *[perangkat] perangkat kelurahan
    }. Kirim /start kapan saja.
join-declined = Permintaan Anda belum disetujui. Silakan hubungi kantor.

word-lost = Kasus { $number }: pesan Anda tidak sampai ke pelapor. Chat itu tidak bisa dihubungi. Cari jalan lain, atau bicarakan dengan koordinator.
roster-back = Jadwal piket di database ternyata jadwal lama, jadi dikosongkan. Sampai admin memasangnya lagi, setiap laporan langsung memanggil koordinator.
chain-code = Kode catatan hari ini: { $code } ({ $count } baris).
chain-code-do = Tulis di buku kantor. Jumlah baris tidak pernah berkurang. Kalau berkurang, hubungi admin dan kepala kantor.
chain-cut = Sebagian catatan siapa berbuat apa hilang: database ini pernah dikembalikan ke keadaan lama.
chain-cut-do = Kalau admin tidak sedang memulihkan cadangan, hubungi admin dan kepala kantor sekarang.

view-title = Kasus { $number }
view-secrecy = RAHASIA. Membuka identitas korban atau saksi adalah tindak pidana (UU 21/2007 pasal 24; anak: UU 11/2012 pasal 19 dan 97). Tampilan ini tercatat dan tertutup sendiri.
view-opening = Membuka…
view-wiped = Tampilan ditutup.
view-locked = Isi kasus ini terkunci. Kunci kantor belum dibuka di server.
view-urgency = Prioritas: { $urgency ->
        [tinggi] tinggi
        [sedang] sedang
       *[rendah] rendah
    }
view-filed = Masuk: { $when }
view-callback = Pelapor minta dihubungi lewat chat dan belum bercerita.
urgent-in-danger = Pelapor menekan: ada bahaya sekarang.
urgent-not-safe = Pelapor menekan: tidak aman untuk mengetik.
urgent-danger-unknown = Dalam bahaya sekarang: tidak dijawab
urgent-danger_now = Dalam bahaya sekarang: { $answer }
urgent-hurt = Ada yang terluka: { $answer }
urgent-still_going_on = Masih berlangsung: { $answer }
urgent-work_safe = Pelapor merasa aman: { $answer }
urgent-work_leaving = Akan berangkat hari ini atau besok: { $answer }
urgent-person_knows = Orang itu tahu tentang laporan: { $answer }
reach-contact_way = Boleh dihubungi: { $answer }
reach-contact_hours = Hanya pada: { $answer }
reach-contact_say = Kalau orang lain yang mengangkat: { $answer }
reach-unknown = Boleh dihubungi: tidak dijawab
reach-official = Disampaikan oleh { $name }, { $place }
reach-contact_phone = Nomor yang aman ditelepon:
reach-contact_word = Kata tanda aman, sebelum itu jangan bicara terbuka:
fact-whom = Tentang siapa, kata pelapor: { $answer }
fact-age_group = Umur yang mengalami: { $answer }
fact-forms = Yang terjadi: { $answer }
fact-kecamatan = Kecamatan: { $answer }
fact-kelurahan = Kelurahan: { $answer }
fact-names_official = Terduga pejabat atau aparat: { $answer }
view-no-story = Tidak ada cerita. Pelapor minta dihubungi.
view-no-notes = Belum ada catatan.
view-note = { $name }, { $when }:
view-word = Pesan ke pelapor dari { $name }, { $when }, { $state ->
        [arrived] sampai
        [opened] dibuka
        [lost] tidak sampai
        [withdrawn] ditarik, tidak sampai
       *[waiting] belum sampai
    }:
view-no-file = Lampiran itu tidak ada.
view-file = Lampiran { $count }

toast-not-allowed = Ini tidak bisa dibuka dari akun Anda.
toast-accepted = Terima kasih. Kasus ini sekarang Anda tangani.
toast-accepted-by = Sudah diterima oleh { $name }.
toast-yours-already = Kasus ini sudah Anda tangani.
toast-case-closed = Kasus ini sudah selesai.
toast-owner-only = Langkah hanya dicatat oleh penanggung jawab kasus.
toast-accept-first = Terima dulu kasusnya, lalu catat langkah.
toast-write-owner-only = Hanya penanggung jawab kasus yang bisa menulis ke pelapor.
toast-no-way-back = Pelapor tidak bisa ditulisi lewat chat.
toast-word-kept = Tersimpan dan terkunci. Kami antar pada jamnya.
toast-opening = Membuka…
toast-closed = Ditutup.
toast-settled-already = Permintaan ini sudah dijawab.
toast-other-role = Peran yang diminta sudah berubah. Lihat kartu ini lagi.
toast-confirmed = { $name } sekarang terhubung.
toast-declined = Permintaan { $name } ditolak.
