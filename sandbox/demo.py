"""The people of the demo. Law: invented names, and the labels that the project's stories use."""

DEMO_PEOPLE: tuple[dict[str, str], ...] = (
    {"label": "warga", "first_name": "Melati", "last_name": "Anggraini"},
    {"label": "perangkat", "first_name": "Pak Wiryo", "last_name": "Sumarto", "username": "wiryo_kelurahan"},
    {"label": "petugas", "first_name": "Ratna", "last_name": "Kusuma", "username": "ratna_petugas"},
    {"label": "petugas cadangan", "first_name": "Dimas", "last_name": "Prakoso", "username": "dimas_petugas"},
    {
        "label": "koordinator",
        "first_name": "Ibu Sekar",
        "last_name": "Larasati",
        "username": "sekar_koordinator",
    },
)
