/** A number of people in words. */
export function peopleOf(n: number): string {
  return n === 1 ? '1 person' : `${n} people`;
}
