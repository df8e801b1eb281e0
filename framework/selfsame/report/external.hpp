/// \file
/// Programs of others that draw for us.
#pragma once

#include <string>

namespace selfsame::report {

/// Whether a program of this name is on the PATH.
bool have_program(const std::string& name);

/// Sees that there is room for what `output_of` hands over, so that a run that draws its figures last fails first.
/// \throws Error  if no temporary directory can be made
void check_temporary_directory();

/// Runs a command on a file that holds `input` and returns what it writes to stdout.
/// \param command  program and options, for the shell; the file's name is put behind them
/// \param what     is being made, for the error: "the figure loss"
/// \throws Error   with the program's own message if it fails
std::string output_of(const std::string& command, const std::string& input, const std::string& what);

/// Replaces every `from` in the text, left to right.
void replace_all(std::string& text, const std::string& from, const std::string& to);

}  // namespace selfsame::report
