/** The count halves in this time, so that it stands for about the last tenth of a second. */
const halfLifeMs = 50
/** About 250 commands a second: fewer are carried out as they come. */
const rushFrom = 18

/** Says whether commands arrive so fast that what follows from them is cheaper done together. */
export class Rush {
  private count = 0
  private atMs = 0

  add(nowMs: number): void {
    this.count = this.at(nowMs) + 1
    this.atMs = nowMs
  }

  isOn(nowMs: number): boolean {
    return this.at(nowMs) >= rushFrom
  }

  private at(nowMs: number): number {
    return this.count * 2 ** ((this.atMs - nowMs) / halfLifeMs)
  }
}
