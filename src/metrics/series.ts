/** Numbers by labels, as Prometheus has them. What counts often keeps the cell, and not the labels. */

/** Labels as they are written: `code="200",verb="GET"`, in order of name; '' for none. */
export type LabelText = string;

export function labelText(labels: Readonly<Record<string, string>>): LabelText {
  return Object.keys(labels)
    .sort()
    .map((name) => `${name}="${escaped(labels[name] ?? '')}"`)
    .join(',');
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

export interface Cell {
  value: number;
}

/** A counter or a gauge. */
export class Numbers {
  readonly #cells = new Map<LabelText, Cell>();

  cell(labels: LabelText): Cell {
    let cell = this.#cells.get(labels);
    if (cell === undefined) this.#cells.set(labels, (cell = { value: 0 }));
    return cell;
  }

  /** Lines `name{labels} value`, in order of the labels. */
  lines(name: string): string[] {
    return [...this.#cells].sort(byText).map(([labels, { value }]) => `${named(name, labels)} ${goFloat(value)}`);
  }
}

/** How many values were at most as large as each bound. */
export interface HistogramCell {
  readonly counts: number[];
  sum: number;
  count: number;
}

export class Histograms {
  readonly #bounds: readonly number[];
  readonly #cells = new Map<LabelText, HistogramCell>();

  /** `bounds`: the upper ones, ascending. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  cell(labels: LabelText): HistogramCell {
    let cell = this.#cells.get(labels);
    if (cell === undefined) {
      this.#cells.set(labels, (cell = { counts: this.#bounds.map(() => 0), sum: 0, count: 0 }));
    }
    return cell;
  }

  observe(cell: HistogramCell, value: number): void {
    cell.sum += value;
    cell.count++;
    // Each value is counted where it first fits; the text adds up.
    const i = this.#bounds.findIndex((bound) => value <= bound);
    if (i >= 0) cell.counts[i] = (cell.counts[i] ?? 0) + 1;
  }

  lines(name: string): string[] {
    return [...this.#cells].sort(byText).flatMap(([labels, { counts, sum, count }]) => {
      let below = 0;
      const buckets = this.#bounds.map((bound, i) => {
        below += counts[i] ?? 0;
        return `${named(`${name}_bucket`, withBound(labels, goFloat(bound)))} ${goFloat(below)}`;
      });
      return [
        ...buckets,
        `${named(`${name}_bucket`, withBound(labels, '+Inf'))} ${goFloat(count)}`,
        `${named(`${name}_sum`, labels)} ${goFloat(sum)}`,
        `${named(`${name}_count`, labels)} ${goFloat(count)}`,
      ];
    });
  }
}

function withBound(labels: LabelText, bound: string): LabelText {
  return labels === '' ? `le="${bound}"` : `${labels},le="${bound}"`;
}

/** A number as strconv.FormatFloat(…, 'g', -1) writes it: `0.25`, `100000`, `1.5e+06`. */
export function goFloat(value: number): string {
  if (value === 0 || (Math.abs(value) < 1e6 && Math.abs(value) >= 1e-4)) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
}

function named(name: string, labels: LabelText): string {
  return labels === '' ? name : `${name}{${labels}}`;
}

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
