import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const PACKAGES = fileURLToPath(new URL('../../node_modules/@fontsource-variable', import.meta.url));
/** Where the smaller files lie: src/fonts/fonts.css names them below @trellis/fonts. */
export const FONTS = fileURLToPath(new URL('../../node_modules/.trellis-fonts', import.meta.url));

/** Western Latin, as src/fonts/fonts.css says it in unicode-range. */
const LETTERS = [
  [0x0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc],
  [0x304, 0x304], [0x308, 0x308], [0x329, 0x329], [0x2000, 0x206f], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2190, 0x2193],
  [0x2212, 0x2212], [0x2215, 0x2215], [0xfeff, 0xfeff], [0xfffd, 0xfffd],
];
/** The weights that screens use. */
const AXES = { geist: { wght: { min: 400, max: 700 } }, 'bricolage-grotesque': { wght: 650 } };
const FEATURES = ['ccmp', 'locl', 'liga', 'kern', 'mark', 'mkmk', 'tnum'];

async function make(name) {
  const text = LETTERS.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at))).join('');
  const whole = readFileSync(`${PACKAGES}/${name}/files/${name}-latin-wght-normal.woff2`);
  const small = await subsetFont(whole, text, { targetFormat: 'woff2', variationAxes: AXES[name], keepFeatures: FEATURES });
  const draft = `${FONTS}/${name}.${process.pid}`;
  writeFileSync(draft, small);
  renameSync(draft, `${FONTS}/${name}.woff2`); // builds of other UIs read meanwhile
}

/** Makes the fonts that every first visit loads from the packages' own: half as heavy. */
export const fonts = {
  name: 'fonts',
  async buildStart() {
    mkdirSync(FONTS, { recursive: true });
    for (const name of Object.keys(AXES)) await make(name);
  },
};
