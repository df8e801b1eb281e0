/// \file
/// Accuracy against the images that training saw: what a pass is worth.
#pragma once

#include <string>
#include <vector>

#include "selfsame/data/label_count.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/results.hpp"

/// A line a method, a point each number of passes that `trials` gave it ("simclr_10p_probe" is a point of
/// "simclr_probe"): mean validation accuracy against mean images seen, every view counted.
/// \param rows  the lines, "simclr_probe"; empty: all there are
/// \throws Error if there is no such row, or no gnuplot to draw with
selfsame::report::Figure seen_figure(const std::string& name, const std::vector<selfsame::report::Result>& results,
                                     selfsame::data::LabelCount labels, const std::vector<std::string>& rows);
