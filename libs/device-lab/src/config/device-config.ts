/** The configurations of one device, as lines; shared by all its sessions, as on a real device. */
export class DeviceConfig {
  running: readonly string[];
  startup: readonly string[];
  /** Used by Junos only. */
  candidate: readonly string[];

  constructor(initial: readonly string[]) {
    this.running = initial;
    this.startup = initial;
    this.candidate = initial;
  }

  save(): void {
    this.startup = this.running;
  }

  commit(): void {
    this.running = this.candidate;
    this.startup = this.candidate;
  }

  rollback(): void {
    this.candidate = this.running;
  }

  get hasUncommitted(): boolean {
    return this.candidate !== this.running && this.candidate.join('\n') !== this.running.join('\n');
  }
}
