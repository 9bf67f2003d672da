#!/usr/bin/env python3
"""The arithmetic of script/bench's table."""
import unittest

from summary import figure, met, middle, paired_ratios, ratio, spread, verdict


class Summary(unittest.TestCase):
    def test_the_median_leaves_out_what_was_not_measured(self):
        self.assertEqual(middle([3.0, None, 1.0, 2.0]), 2.0)
        self.assertIsNone(middle([None]))

    def test_ratios_are_of_the_same_round(self):
        # The second round was twice as slow for both.
        self.assertEqual(paired_ratios([10.0, 20.0], [5.0, 10.0]), [2.0, 2.0])

    def test_a_round_that_lacks_one_of_the_two_has_no_ratio(self):
        self.assertEqual(paired_ratios([10.0, None, 4.0], [5.0, 1.0, None]), [2.0])
        self.assertEqual(paired_ratios([10.0], []), [])
        self.assertEqual(paired_ratios([1.0], [0.0]), [])

    def test_the_spread_goes_from_the_least_to_the_most(self):
        self.assertEqual(spread([1.3, 1.1, 1.2]), (1.2, 1.1, 1.3))
        self.assertIsNone(spread([]))

    def test_a_goal_is_of_the_figure_or_of_a_ratio(self):
        self.assertTrue(met("≤ 18 kB", 18.0, 2.0, 2.0))
        self.assertFalse(met("≤ 18 kB", 18.1, 0.1, 0.1))
        self.assertTrue(met("≥ 10,000", 10_000, None, None))
        self.assertTrue(met("bound ≤ 1.2", 500, None, 1.2))
        self.assertFalse(met("bound ≥ 0.95", 500, None, 0.94))
        self.assertFalse(met("before ≤ 0.6", 0.1, 0.61, 0.1))

    def test_what_was_not_measured_has_neither_met_nor_missed(self):
        self.assertIsNone(met("before ≤ 0.6", 0.1, None, 0.1))
        self.assertIsNone(met("", 1, 1, 1))
        self.assertEqual(verdict(None), "–")

    def test_a_goal_that_cannot_be_read_is_an_error(self):
        with self.assertRaises(ValueError):
            met("less than 3", 1, 1, 1)

    def test_figures_have_three_digits(self):
        self.assertEqual([figure(value) for value in (21069.4, 423.9, 60.06, 1.4937, 0.0521, 0, None)],
                         ["21,069", "424", "60.1", "1.49", "0.0521", "0", "–"])
        self.assertEqual(figure(31.7, "kB"), "31.7 kB")

    def test_ratios_show_their_spread(self):
        self.assertEqual(ratio((1.2, 1.15, 1.314)), "1.20 (1.15–1.31)")
        self.assertEqual(ratio((0.0312, 0.03, 0.04)), "0.031 (0.030–0.040)")
        self.assertEqual(ratio((1.0, 1.0, 1.0)), "1.00")
        self.assertEqual(ratio(None), "–")


class Rows(unittest.TestCase):
    def test_each_goal_can_be_read(self):
        from rows import GROUPS
        for group in GROUPS:
            for row in group.rows:
                met(row.goal, 1.0, 1.0, 1.0)

    def test_each_name_stands_once(self):
        from rows import GROUPS
        names = [row.what for group in GROUPS for row in group.rows]
        self.assertEqual(len(names), len(set(names)))


if __name__ == "__main__":
    unittest.main()
