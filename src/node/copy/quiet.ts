/** Its failure is met where it is awaited, which may be later than it happens, or never. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
