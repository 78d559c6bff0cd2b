/** Languages as they are written in a region; what else the API takes stays as it is. */
const TAGS =
  'ar-AE ar-EG ar-SA bg-BG bs-BA ca-ES cs-CZ cy-GB da-DK de-AT de-CH de-DE de-LI de-LU el-GR en-AU en-CA en-GB en-IE en-IN en-MT en-NZ en-SG en-US en-ZA es-AR es-CL es-CO es-ES es-MX et-EE eu-ES fa-IR fi-FI fr-BE fr-CA fr-CH fr-FR fr-LU ga-IE gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS it-CH it-IT ja-JP ko-KR lt-LT lv-LV mk-MK ms-MY mt-MT nb-NO nl-BE nl-NL nn-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sq-AL sr-RS sv-FI sv-SE th-TH tr-TR uk-UA vi-VN zh-CN zh-HK zh-TW'.split(
    ' ',
  );

/** In English, as everything else one chooses from. */
const names = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' });

/** "de-AT" is German (Austria). */
export function localeName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Languages and regions to choose from, by name. */
export const LOCALES = TAGS.map((value) => ({ value, label: localeName(value) })).sort((one, other) => one.label.localeCompare(other.label, 'en'));

/** How a date and a number look there; of a tag that says nothing, as this browser writes them. */
export function inLocale(tag: string): { date: string; number: string } {
  const locale = tag || navigator.language;
  return {
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date()),
    number: new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(1234567.5),
  };
}
