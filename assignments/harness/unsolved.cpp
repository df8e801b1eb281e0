// What a program that is no test lacks of the harness: todo() says what is not solved, in one line; and doctest is
// there, because the precompiled header of the student's files brings a piece of it.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "todo.hpp"

void todo(const char* task) { throw std::logic_error(std::string(task) + " is not solved yet"); }
