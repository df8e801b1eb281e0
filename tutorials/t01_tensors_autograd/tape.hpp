/// \file
/// Reverse mode in forty lines: every number that is computed is written on a tape, with how fast it changes with the
/// numbers it was computed from; read backwards, the tape gives every gradient.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::tutorials {

// [tape]
/// Numbers in the order in which they were computed.
struct Tape {
  /// One of the (at most two) numbers that a number was computed from, and the derivative with respect to it.
  struct Edge {
    std::size_t from = 0;  ///< place of that number on the tape
    Scalar slope = 0;      ///< the derivative
  };
  /// A number, where it came from, and the derivative of the output with respect to it, once `backward` was here.
  struct Entry {
    Scalar value;     ///< what was computed
    Edge first,       ///< from this number
        second;       ///< and from this one
    Scalar grad = 0;  ///< the derivative of the output
  };
  std::vector<Entry> entries;  ///< in the order of computing

  /// Fills in `grad` of everything that the entry `output` was computed from.
  void backward(std::size_t output) {
    entries[output].grad = 1;
    for (std::size_t i = output + 1; i-- > 0;) {
      const Entry entry = entries[i];
      entries[entry.first.from].grad += entry.grad * entry.first.slope;  // the chain rule: both lines of it
      entries[entry.second.from].grad += entry.grad * entry.second.slope;
    }
  }
};

/// A number on a tape.
struct Var {
  Tape* tape;                                                  ///< the one it is on
  std::size_t place;                                           ///< its entry
  Scalar value() const { return tape->entries[place].value; }  ///< what was computed
  Scalar grad() const { return tape->entries[place].grad; }    ///< after `Tape::backward`
};

/// Writes a number down. An edge that is not given has the slope 0 and so adds nothing.
inline Var write(Tape& tape, Scalar value, Tape::Edge first = {}, Tape::Edge second = {}) {
  tape.entries.push_back({value, first, second});
  return {&tape, tape.entries.size() - 1};
}

/// \name Each operation writes its value and its derivatives
/// \{

/// A new entry at the end of the tape of its operands.
inline Var operator+(Var x, Var y) { return write(*x.tape, x.value() + y.value(), {x.place, 1}, {y.place, 1}); }
inline Var operator*(Var x, Var y) {
  return write(*x.tape, x.value() * y.value(), {x.place, y.value()}, {y.place, x.value()});
}
inline Var operator*(Var x, Scalar c) { return write(*x.tape, x.value() * c, {x.place, c}); }
inline Var operator+(Var x, Scalar c) { return write(*x.tape, x.value() + c, {x.place, 1}); }
inline Var log(Var x) { return write(*x.tape, std::log(x.value()), {x.place, 1 / x.value()}); }
inline Var exp(Var x) {
  const Scalar y = std::exp(x.value());
  return write(*x.tape, y, {x.place, y});
}
inline Var tanh(Var x) {
  const Scalar y = std::tanh(x.value());
  return write(*x.tape, y, {x.place, 1 - y * y});
}
/// \}
// [tape]

}  // namespace selfsame::tutorials
