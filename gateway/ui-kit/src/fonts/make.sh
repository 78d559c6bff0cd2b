#!/bin/sh
# Makes the two files that every first visit loads, from the packages' own: only Western Latin, and only the
# weights the screens use. `pip install fonttools brotli` first; run it when a package is updated.
set -eu
cd "$(dirname "$0")"
packages=../../../../node_modules/@fontsource-variable
text=U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212

make() { # family, weights
  fonttools varLib.instancer -q "$packages/$1/files/$1-latin-wght-normal.woff2" "wght=$2" -o "$1.woff2"
  pyftsubset "$1.woff2" --unicodes="$text" --layout-features='ccmp,locl,liga,kern,mark,mkmk,tnum' --flavor=woff2 --output-file="$1.subset"
  mv "$1.subset" "$1.woff2"
}

make geist 400:700
make bricolage-grotesque 650
