import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseOf, hash, Rng, SMALL, week } from './workload.mjs'

test('draws as Rust does', () => {
  const rng = new Rng(42)
  assert.deepEqual([rng.next(), rng.next(), rng.next(), rng.next()], [2581720956, 1925393290, 3661312704, 2876485805])
})

test('states hash as in Rust', () => {
  const base = baseOf(3, SMALL)
  assert.equal(hash(base), '35ad780e1fa762f5065eda21da2c559fc0223248da6139018cb4c419f36b3eaf')
  assert.equal(hash(week(3, base, SMALL).merged), '7d1410d0b2e6ea9607423c9fbc2db0cce49703638ece781c4b79f1d9853ea1ce')
})
