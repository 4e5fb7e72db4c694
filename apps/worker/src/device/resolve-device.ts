import { lookup } from 'node:dns/promises';
import { canonicalHost, isAddress, type Device } from '@naas/core';

/** Finds the address of a host; rejects when it does not resolve. Tests give their own. */
export type Resolve = (host: string) => Promise<string>;

/** The first address that the system's resolver gives (hosts file, then name servers). */
export const systemResolve: Resolve = async (host) => (await lookup(host)).address;

/**
 * The device at the address of a device's host, so that all names of one address are one device. Null when
 * the host does not resolve: then only its name is known.
 */
export async function resolveDevice(device: Device, resolve: Resolve): Promise<Device | null> {
  if (isAddress(device.host)) return device;
  try {
    const address = canonicalHost(await resolve(device.host));
    return address === null ? null : { ...device, host: address };
  } catch {
    return null; // the connection fails with HOST_NOT_FOUND, which says so
  }
}
