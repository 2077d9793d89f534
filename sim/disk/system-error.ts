/** As Node words what the operating system answers. `ECRASH`: the machine has stopped, nobody reads it. */
export function systemError(code: string, syscall: string, path?: string): Error {
  const error = new Error(`${code}: ${syscall}${path === undefined ? "" : ` '${path}'`}`);
  return Object.assign(error, { code, syscall });
}
