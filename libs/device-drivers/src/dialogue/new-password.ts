/** `Current password: `, `(current) UNIX password: `, `New password: `, `Retype new password: ` and the like. */
const demand = new RegExp(
  String.raw`^\s*(?:please )?(?:enter )?(?:your )?` +
    String.raw`(?:\(current\)|(?:new|old|current|re-?type|re-?enter|confirm)\b)[\w ]{0,20} password` +
    String.raw`(?: for \S{1,60})?\s*:?\s*$`,
  'i',
);

/**
 * Whether a question at login is one of a device that wants the password to be changed. Nothing may be typed
 * there: the password that is known would be taken for the new one.
 */
export function asksForNewPassword(question: string): boolean {
  return demand.test(question);
}
