const TONES = ['violet', 'pine', 'cobalt', 'ember', 'gray'] as const;

const initials = (name: string) => {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.charAt(0) ?? '').join('').toUpperCase();
};

/** Initials in a tone picked by name. Decorative: the name is always in the text beside it. */
export function Person({ name, size = 22 }: { name: string; size?: number }) {
  const tone = TONES[[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TONES.length];
  return (
    <span className="person" data-tone={tone} style={{ width: size, height: size, fontSize: size / 2.5 }} title={name} aria-hidden>
      {initials(name)}
    </span>
  );
}
