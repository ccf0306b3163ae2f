"""Stories told on the page: what each person says and presses, as data that anybody can read and change."""
