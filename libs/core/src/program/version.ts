import manifest from '../../package.json';

/** Version of this release. */
export const version: string = manifest.version;
