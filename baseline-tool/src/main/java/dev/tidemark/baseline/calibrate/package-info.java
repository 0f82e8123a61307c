/**
 * How often the rule is wrong: on synthetic forks whose truth is known, and on repeated runs of one
 * build on this machine.
 */
package dev.tidemark.baseline.calibrate;
