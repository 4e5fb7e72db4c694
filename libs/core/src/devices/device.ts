/** A device as jobs reach it: the same address in two contexts may be two devices. */
export interface Device {
  readonly context: string;
  /** In canonical form: a host name in lower case, an IPv4 address, or a compressed IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/**
 * The name of a device, `context:host:port`, in keys, records, scripts, pools and lists. Contexts and ports
 * have no colons; an IPv6 host has several.
 */
export const deviceName = ({ context, host, port }: Device): string => `${context}:${host}:${port}`;

/** Parses the name of a device; undefined when the text is not one. */
export function parseDeviceName(name: string): Device | undefined {
  const [, context, host, port] = /^([^:]+):(.+):(\d+)$/.exec(name) ?? [];
  return context === undefined || host === undefined ? undefined : { context, host, port: Number(port) };
}
