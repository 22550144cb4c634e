/** A set of paths to fields, as a tree. Source: sigs.k8s.io/structured-merge-diff/fieldpath/set.go. */
import { compareElements, fieldName, isKeyElement, type PathElement } from './path-element.js';
import { type FieldType } from './field-type.js';

interface Node {
  /** True where the path that ends here is in the set. */
  readonly member: boolean;
  /** Paths that go on from here; undefined for none, never empty. */
  readonly children: FieldSet | undefined;
}

/** What a set of paths says of itself does not change, but while it is being built. */
export class FieldSet {
  readonly #nodes = new Map<PathElement, Node>();

  static of(...paths: readonly (readonly PathElement[])[]): FieldSet {
    const set = new FieldSet();
    for (const path of paths) set.insert(path);
    return set;
  }

  get isEmpty(): boolean {
    return this.#nodes.size === 0;
  }

  /** Adds a path, without what is above it. For a set that nobody else has yet. */
  insert(path: readonly PathElement[], from = 0): void {
    const element = path[from];
    if (element === undefined) return;
    const node = this.#nodes.get(element);
    if (from === path.length - 1) {
      if (node?.member !== true) this.#nodes.set(element, { member: true, children: node?.children });
      return;
    }
    let children = node?.children;
    if (children === undefined) {
      children = new FieldSet();
      this.#nodes.set(element, { member: node?.member ?? false, children });
    }
    children.insert(path, from + 1);
  }

  /** Adds an element with what is below it; nothing where it stands for no path. For a set that nobody else has yet. */
  put(element: PathElement, member: boolean, children: FieldSet | undefined): void {
    const kept = children?.isEmpty === false ? children : undefined;
    if (member || kept !== undefined) this.#nodes.set(element, { member, children: kept });
  }

  has(path: readonly PathElement[]): boolean {
    const [element, ...rest] = path;
    const node = element === undefined ? undefined : this.#nodes.get(element);
    return rest.length === 0 ? node?.member === true : (node?.children?.has(rest) ?? false);
  }

  /** True where the path of this one element is in the set. */
  hasElement(element: PathElement): boolean {
    return this.#nodes.get(element)?.member === true;
  }

  /** The paths below an element, without it. */
  below(element: PathElement): FieldSet | undefined {
    return this.#nodes.get(element)?.children;
  }

  union(other: FieldSet): FieldSet {
    if (this.isEmpty) return other;
    if (other.isEmpty) return this;
    const out = new FieldSet();
    for (const [element, { member, children }] of this.#nodes) {
      const second = other.#nodes.get(element);
      out.put(element, member || second?.member === true, unionOf(children, second?.children));
    }
    for (const [element, { member, children }] of other.#nodes) {
      if (!this.#nodes.has(element)) out.put(element, member, children);
    }
    return out;
  }

  intersection(other: FieldSet): FieldSet {
    const out = new FieldSet();
    for (const [element, { member, children }] of this.#nodes) {
      const second = other.#nodes.get(element);
      if (second === undefined) continue;
      const below = second.children === undefined ? undefined : children?.intersection(second.children);
      out.put(element, member && second.member, below);
    }
    return out;
  }

  /** Without the other's paths; what is below one of those stays. */
  difference(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    const out = new FieldSet();
    for (const [element, { member, children }] of this.#nodes) {
      const second = other.#nodes.get(element);
      const below = second?.children === undefined ? children : children?.difference(second.children);
      out.put(element, member && second?.member !== true, below);
    }
    return out;
  }

  /** Without the other's paths and all that is below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    const out = new FieldSet();
    for (const [element, { member, children }] of this.#nodes) {
      const second = other.#nodes.get(element);
      if (second?.member === true) continue;
      const below = second?.children === undefined ? children : children?.recursiveDifference(second.children);
      out.put(element, member, below);
    }
    return out;
  }

  /** Those of the paths that go along one of the patterns, and on. `*` is any element. */
  along(patterns: readonly (readonly PathElement[])[]): FieldSet {
    if (patterns.some((pattern) => pattern.length === 0)) return this;
    const out = new FieldSet();
    for (const [element, { member, children }] of this.#nodes) {
      const matching = patterns.filter(([first]) => first === '*' || first === element);
      if (matching.length > 0) out.put(element, member, children?.along(matching.map((pattern) => pattern.slice(1))));
    }
    return out;
  }

  /** With the fields of structs that are on the way to a path, but not keys of maps. */
  withNamedFields(type: FieldType | undefined): FieldSet {
    const { map, list } = type?.atom ?? {};
    const out = new FieldSet();
    for (const [element, { member, children }] of this.#nodes) {
      const name = fieldName(element);
      const field = name === undefined ? undefined : map?.field(name);
      const below = name === undefined ? (isKeyElement(element) ? list?.element : undefined) : map?.element;
      out.put(element, member || field !== undefined, children?.withNamedFields(field?.type ?? below));
    }
    return out;
  }

  /** The elements that come first, in any order. */
  forEach(visit: (element: PathElement, member: boolean, children: FieldSet | undefined) => void): void {
    for (const [element, { member, children }] of this.#nodes) visit(element, member, children);
  }

  /** The elements that come first, in order. */
  *elements(): Generator<readonly [element: PathElement, member: boolean, children: FieldSet | undefined]> {
    const sorted = this.#nodes.size < 2 ? this.#nodes.keys() : [...this.#nodes.keys()].sort(compareElements);
    for (const element of sorted) {
      const node = this.#nodes.get(element);
      if (node !== undefined) yield [element, node.member, node.children];
    }
  }

  /** All paths in order: at each place first those that end there. */
  *paths(prefix: readonly PathElement[] = []): Generator<readonly PathElement[]> {
    for (const [element, member] of this.elements()) if (member) yield [...prefix, element];
    for (const [element, , children] of this.elements()) {
      if (children !== undefined) yield* children.paths([...prefix, element]);
    }
  }

  equals(other: FieldSet): boolean {
    if (this.#nodes.size !== other.#nodes.size) return false;
    for (const [element, { member, children }] of this.#nodes) {
      const second = other.#nodes.get(element);
      if (second?.member !== member || (children === undefined) !== (second.children === undefined)) return false;
      if (children !== undefined && second.children !== undefined && !children.equals(second.children)) return false;
    }
    return true;
  }
}

function unionOf(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a.union(b);
}
