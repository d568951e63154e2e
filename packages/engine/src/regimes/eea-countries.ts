/** The thirty states of the European Economic Area (the Union, Iceland, Liechtenstein, Norway), as of 2026. */
export const EEA_COUNTRIES: readonly string[] =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");
