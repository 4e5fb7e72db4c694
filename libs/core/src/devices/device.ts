/** A device as jobs reach it: two contexts may lead to two devices of one address. */
export interface Device {
  readonly context: string;
  /** In canonical form: a host name in lower case, an IPv4 address, or a compressed IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/**
 * The name of a device, `context:host:port`: in keys, records, scripts, pools and lists. A context has no
 * colon and a port neither; an IPv6 host has many.
 */
export const deviceName = ({ context, host, port }: Device): string => `${context}:${host}:${port}`;

/** The device of a name; undefined where a text is not the name of one. */
export function parseDeviceName(name: string): Device | undefined {
  const [, context, host, port] = /^([^:]+):(.+):(\d+)$/.exec(name) ?? [];
  return context === undefined || host === undefined ? undefined : { context, host, port: Number(port) };
}
