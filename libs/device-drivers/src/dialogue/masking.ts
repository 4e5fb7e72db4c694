/** Masking shorter secrets would garble ordinary output. */
const minMaskedLength = 4;

/** Returns a function that replaces each secret of 4 characters or more by `********`. */
export function maskOf(secrets: readonly (string | undefined)[]): (text: string) => string {
  const masked = [...new Set(secrets)]
    .filter((secret) => secret !== undefined && secret.length >= minMaskedLength)
    .sort((a, b) => (b?.length ?? 0) - (a?.length ?? 0));
  return (text) =>
    masked.reduce<string>(
      (result, secret) =>
        secret !== undefined && result.includes(secret) ? result.replaceAll(secret, '********') : result,
      text,
    );
}
