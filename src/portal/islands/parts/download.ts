/** Saves bytes as a file of that name: the browser asks where, as it does for any download. */
export function download(name: string, bytes: Uint8Array): void {
  const blob = new Blob([new Uint8Array(bytes)], { type: "application/octet-stream" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
