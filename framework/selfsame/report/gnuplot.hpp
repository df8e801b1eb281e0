/// \file
/// How figures reach gnuplot and come back as SVG that fits a light and a dark page.
#pragma once

#include <string>

namespace selfsame::report {

constexpr const char* ink = "#1f2937";        ///< of text and axes; light where the page is dark
constexpr const char* grid_gray = "#d1d5db";  ///< of grid lines; dark where the page is dark
/// Of methods, in order; readable on light and dark.
constexpr const char* series_colors[] = {"#3b82f6", "#e8871e", "#16a34a", "#d14d8b",
                                         "#8b5cf6", "#0ea5a4", "#b7791f", "#64748b"};
constexpr int series_color_count = 8;                  ///< of `series_colors`
constexpr const char* wrong_color = series_colors[1];  ///< frames what is of another class

/// Whether a program named gnuplot is on the PATH.
bool have_gnuplot();

/// Says once on stderr, for the life of the process, that figures are left out because there is no gnuplot.
void note_missing_gnuplot();

/// The text as a gnuplot string: in single quotes, with those inside doubled.
std::string gnuplot_string(const std::string& text);

/// Runs gnuplot on a script and returns the SVG it draws.
///
/// \param script  everything from `set title` to `plot`; data as here-documents
/// \param width   in pixels at full size; the page scales the figure to its column
/// \param height  likewise
/// \param id      goes in front of the ids in the file, so that several figures can share one page
/// \param alt     what a person who does not see the figure is told
/// \throws Error  with gnuplot's own message
std::string gnuplot_svg(const std::string& script, int width, int height, const std::string& id,
                        const std::string& alt);

/// The opening of an SVG file in our style: size, `role="img"`, alt text, the rules that follow a dark page,
/// background.
std::string svg_head(int width, int height, const std::string& alt);

/// A line of text in such a figure, in ink; `more` holds further attributes, each with a space in front.
std::string svg_text(const std::string& words, double x, double y, const char* anchor, int size, const char* more = "");

}  // namespace selfsame::report
