import { type Platform, platforms } from '@naas/device-drivers/platforms';

/** cisco_ios without its set-up lines: paging stays on, and the pager has to be answered. */
export const ciscoIosWithoutPagingOff: Platform = { ...platforms.cisco_ios, onOpen: [] };
