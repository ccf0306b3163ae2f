# Yang dipakai di mana-mana, dan wajah bot sebelum ada percakapan: harus netral, siapa pun yang melihat ponsel ini.

moment = { $weekday ->
        [1] Sen
        [2] Sel
        [3] Rab
        [4] Kam
        [5] Jum
        [6] Sab
       *[7] Min
    } { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] Mei
        [6] Jun
        [7] Jul
        [8] Agu
        [9] Sep
        [10] Okt
        [11] Nov
       *[12] Des
    }, { $hour }.{ $minute }

profile-name = Teduh
profile-short = Layanan informasi untuk warga.
profile-description = Halo. Ini layanan informasi untuk warga. Tekan Mulai kapan saja.
