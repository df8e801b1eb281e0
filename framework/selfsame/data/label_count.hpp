/// \file
/// How many labelled images something may learn from.
#pragma once

#include <string>

#include "selfsame/core/types.hpp"

namespace selfsame::data {

/// A number of labelled images, or "all there are", which is no number: the two can be told apart and compared for
/// equality, but nothing is larger or smaller by accident. A number converts to it by itself.
class LabelCount {
 public:
  /// So many labelled images; 0 where labels play no part.
  constexpr LabelCount(Index number = 0) : number_(number) {}  // NOLINT(google-explicit-constructor)

  /// Every label of the training set.
  static constexpr LabelCount all() {
    LabelCount count;
    count.all_ = true;
    return count;
  }

  constexpr bool is_all() const { return all_; }  ///< whether it is "all" instead of a number

  /// The number. \throws Error if this is "all"
  Index number() const;

  /// The number, or `available` where this is "all".
  constexpr Index of(Index available) const { return all_ ? available : number_; }

  /// Whether both are the same number, or both "all".
  constexpr bool operator==(LabelCount other) const { return all_ == other.all_ && number_ == other.number_; }
  /// Whether they differ.
  constexpr bool operator!=(LabelCount other) const { return !(*this == other); }

 private:
  Index number_;
  bool all_ = false;
};

/// Stands for every label of the training set.
constexpr LabelCount all_labels = LabelCount::all();

/// Orders tables and figures: few first, "all" last.
struct FewerLabels {
  /// Whether `a` comes before `b`.
  bool operator()(LabelCount a, LabelCount b) const {
    return a.is_all() || b.is_all() ? !a.is_all() && b.is_all() : a.number() < b.number();
  }
};

/// "1000" or "all": as files have it and as the command line takes it.
std::string to_string(LabelCount count);

}  // namespace selfsame::data
