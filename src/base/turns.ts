/** Taken from the front; an array's own `shift` moves every other item, which a long queue cannot bear. */
class Queue<Item> {
  #items: Item[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  unshift(items: readonly Item[]): void {
    this.#items = [...items, ...this.#items.slice(this.#first)];
    this.#first = 0;
  }

  shift(): Item | undefined {
    const item = this.#items[this.#first++];
    // Half of the array is let go at a time, so that each item is moved about once.
    if (this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}

/**
 * What several senders wait with. Senders take turns, and each one's items come in their order, so
 * that whoever sends much delays nobody else by it. A sender with nothing waiting takes no memory.
 */
export class Turns<Item> {
  /** The order of the map is whose turn it is. */
  readonly #queues = new Map<string, Queue<Item>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** How many items of a sender wait. */
  of(sender: string): number {
    return this.#queues.get(sender)?.length ?? 0;
  }

  add(sender: string, item: Item): void {
    this.#queueOf(sender).push(item);
    this.#size++;
  }

  /** Puts items that were taken before the sender's others. */
  giveBack(sender: string, items: readonly Item[]): void {
    this.#queueOf(sender).unshift(items);
    this.#size += items.length;
  }

  /** Up to `most` items, one of each sender in turn. */
  take(most: number): Item[] {
    const taken: Item[] = [];
    // A sender that is put to the back of the map comes again in the same walk.
    for (const [sender, queue] of this.#queues) {
      if (taken.length >= most) break;
      const item = queue.shift();
      this.#queues.delete(sender);
      if (item === undefined) continue;
      taken.push(item);
      if (queue.length > 0) this.#queues.set(sender, queue);
    }
    this.#size -= taken.length;
    return taken;
  }

  #queueOf(sender: string): Queue<Item> {
    const known = this.#queues.get(sender);
    if (known !== undefined) return known;
    const queue = new Queue<Item>();
    this.#queues.set(sender, queue);
    return queue;
  }
}
