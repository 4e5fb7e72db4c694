import type { Algorithms } from './algorithms.js';
import { boundGroupExchange, isGroupExchange } from './group-exchange.js';
import { OfferReader, type Offers } from './offers.js';

/** What ssh2 says when it is about to ask the device for a group. */
const groupRequest = 'Outbound: Sending KEXDH_GEX_REQUEST';

/** The parts of ssh2's client that its interface does not have. */
interface Internals {
  readonly _protocol?: { _debug: unknown; readonly _kex?: unknown };
}

/**
 * Listens to ssh2's debug output, which is its only way to tell which algorithms it compared, and that a group
 * exchange begins. It costs time with every packet, so it ends with the handshake, except where a change of keys
 * can be a group exchange, too.
 */
export class Debugging {
  readonly listener: (message: string) => void;
  readonly #offers = new OfferReader();
  readonly #client: Internals;
  readonly #hasGroupExchange: boolean;

  constructor(client: object, algorithms: Algorithms) {
    this.#client = client;
    this.#hasGroupExchange = algorithms.kex.some((name) => name.includes('group-exchange'));
    this.listener = (message) => {
      this.#offers.read(message);
      const exchange = this.#client._protocol?._kex;
      if (message === groupRequest && isGroupExchange(exchange)) boundGroupExchange(exchange);
    };
  }

  get offers(): Offers {
    return this.#offers;
  }

  endHandshake(): void {
    const protocol = this.#client._protocol;
    if (protocol && !this.#hasGroupExchange) protocol._debug = undefined;
  }
}
