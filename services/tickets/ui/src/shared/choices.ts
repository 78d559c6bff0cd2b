/** Words as the choices of a field. */
export const choices = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
