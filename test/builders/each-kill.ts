/** Tries a kill at the first call, at the second, and so on, until one comes too late to harm; how many did harm. */
export async function eachKill(isHarmedAt: (call: number) => Promise<boolean>): Promise<number> {
  let call = 1;
  while (await isHarmedAt(call)) call += 1;
  return call - 1;
}
