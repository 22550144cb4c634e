import { describe, expect, it } from 'vitest';
import { goFloat, Histograms, labelText, Numbers } from '../../../src/metrics/series.js';

describe('labels', () => {
  it('are in order of name, and escaped', () => {
    expect(labelText({ verb: 'GET', code: '200' })).toBe('code="200",verb="GET"');
    expect(labelText({ name: 'a"b\\c\nd' })).toBe('name="a\\"b\\\\c\\nd"');
    expect(labelText({})).toBe('');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.25, '0.25'],
    [999_999, '999999'],
    [1e6, '1e+06'],
    [1_234_567, '1.234567e+06'],
    [0.0001, '0.0001'],
    [0.00005, '5e-05'],
    [-1, '-1'],
  ])('%d is written %s', (value, text) => {
    expect(goFloat(value)).toBe(text);
  });

  it('are counted by labels', () => {
    const numbers = new Numbers();
    expect(numbers.lines('n')).toEqual([]);
    numbers.cell('a="2"').value++;
    numbers.cell('a="1"').value = 5;
    numbers.cell('a="2"').value++;
    expect(numbers.lines('n')).toEqual(['n{a="1"} 5', 'n{a="2"} 2']);
  });
});

describe('a histogram', () => {
  it('counts what is at most as large as each bound', () => {
    const histograms = new Histograms([0.1, 1]);
    const cell = histograms.cell('a="1"');
    for (const value of [0.1, 0.5, 3]) histograms.observe(cell, value);
    expect(histograms.lines('h')).toEqual([
      'h_bucket{a="1",le="0.1"} 1',
      'h_bucket{a="1",le="1"} 2',
      'h_bucket{a="1",le="+Inf"} 3',
      'h_sum{a="1"} 3.6',
      'h_count{a="1"} 3',
    ]);
  });

  it('may have no labels', () => {
    const histograms = new Histograms([1]);
    histograms.observe(histograms.cell(''), 2);
    expect(histograms.lines('h')).toEqual(['h_bucket{le="1"} 0', 'h_bucket{le="+Inf"} 1', 'h_sum 2', 'h_count 1']);
  });
});
