/** Joins leaves to the body of an entry bundle, C2SP tlog-tiles: length u16 BE, bytes. */
export class EntryBundle {
  private bytes = new Uint8Array(128 * 1024);
  private length = 0;

  add(leaf: Uint8Array): void {
    const end = this.length + 2 + leaf.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(end * 2);
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes[this.length] = leaf.length >> 8;
    this.bytes[this.length + 1] = leaf.length & 0xff;
    this.bytes.set(leaf, this.length + 2);
    this.length = end;
  }

  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
