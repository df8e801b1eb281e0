/// \file
/// Numbers that somebody has typed where those of a stored run belong.
#pragma once

#include <string>

/// The first line with a typed decimal in the section "Results" of a page; empty if there is none. Code, mathematics
/// and the commands of stored_results are not typed results.
/// \param page  text of a chapter or of another page
/// \param name  of the page: "t02_supervised" has the section t02_results
std::string typed_result(const std::string& page, const std::string& name);
