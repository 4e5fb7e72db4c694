import type { Socket } from 'node:net';
import { start, type RawPeer } from './raw-peers.js';

/** Message numbers of SSH (RFC 4253, section 12, and RFC 4419, section 5). */
const messages = { kexInit: 20, group: 31, groupInit: 32, groupRequest: 34 } as const;

/** What the server offers: group exchange and nothing else. */
const offer = [
  'diffie-hellman-group-exchange-sha256',
  'ssh-ed25519',
  'aes128-ctr',
  'aes128-ctr',
  'hmac-sha2-256',
  'hmac-sha2-256',
  'none',
  'none',
  '',
  '',
] as const;

/** A server that offers nothing but group exchange. */
export interface GroupServer extends RawPeer {
  /** How many clients have computed their public key in the group. */
  readonly answers: number;
}

/**
 * Speaks SSH as far as the group exchange, which ssh2's server cannot do: hands out the prime, takes the
 * client's public key, and says nothing more.
 */
export async function startGroupServer(prime: Buffer): Promise<GroupServer> {
  let answers = 0;
  const peer = await start((socket) => {
    socket.write('SSH-2.0-group\r\n');
    socket.write(kexInit());
    onMessages(socket, (number) => {
      const group = Buffer.concat([Buffer.of(messages.group), integer(prime), integer(Buffer.of(2))]);
      if (number === messages.groupRequest) socket.write(packet(group));
      if (number === messages.groupInit) answers++;
    });
  });
  return {
    host: peer.host,
    port: peer.port,
    get connections() {
      return peer.connections;
    },
    get answers() {
      return answers;
    },
    close: () => peer.close(),
  };
}

function kexInit(): Buffer {
  const cookie = Buffer.alloc(16);
  return packet(Buffer.concat([Buffer.of(messages.kexInit), cookie, ...offer.map(text), Buffer.alloc(5)]));
}

/** Calls back with the number of each message, after the line with which the client identifies itself. */
function onMessages(socket: Socket, onMessage: (number: number) => void): void {
  let received = Buffer.alloc(0);
  let isIdentified = false;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (!isIdentified) {
      const end = received.indexOf('\n');
      if (end === -1) return;
      isIdentified = true;
      received = received.subarray(end + 1);
    }
    while (received.length >= 6 && received.length >= 4 + received.readUInt32BE(0)) {
      onMessage(received.readUInt8(5));
      received = received.subarray(4 + received.readUInt32BE(0));
    }
  });
}

/** A packet before encryption: length, length of the padding, payload, padding to a multiple of 8. */
function packet(payload: Buffer): Buffer {
  const padding = 8 - ((5 + payload.length) % 8) + 8;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1 + payload.length + padding, 0);
  head.writeUInt8(padding, 4);
  return Buffer.concat([head, payload, Buffer.alloc(padding)]);
}

function text(value: string | Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length, 0);
  return Buffer.concat([length, Buffer.from(value)]);
}

/** A positive integer: one zero byte before a first bit that is set. */
function integer(value: Buffer): Buffer {
  return text((value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), value]) : value);
}
