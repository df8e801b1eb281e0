/// \file
/// Graphs, drawn by Graphviz: what computes what.
#pragma once

#include <string>

#include "selfsame/report/figures.hpp"

namespace selfsame::report {

/// Whether a program named dot is on the PATH.
bool have_graphviz();

/// A graph in Graphviz's DOT language as a figure, in the middle of the page's width and not larger than it must be.
/// \param dot     `debug::to_dot` writes it
/// \throws Error  with Graphviz's own message; call only where `have_graphviz()`
Figure graph_figure(const std::string& name, const std::string& title, const std::string& dot,
                    const std::string& caption, const std::string& alt);

}  // namespace selfsame::report
