/** The configurations of one device, as lines. Shared by all its sessions, as on a real one. */
export class DeviceConfig {
  running: readonly string[];
  startup: readonly string[];
  /** What Junos commits; other platforms leave it alone. */
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
