import { type Platform, platforms } from '@naas/device-drivers/platforms';

/** cisco_ios without its set-up lines, so that paging stays on and the pager must be answered. */
export const ciscoIosWithoutPagingOff: Platform = { ...platforms.cisco_ios, onOpen: [] };
