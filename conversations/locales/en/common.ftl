# What is used everywhere, and the bot's face before a word was said: neutral, whoever looks at this phone.

moment = { $weekday ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    } { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }, { $hour }:{ $minute }

profile-name = Teduh
profile-short = An information service for residents.
profile-description = Hello. This is an information service for residents. Press Start at any time.
