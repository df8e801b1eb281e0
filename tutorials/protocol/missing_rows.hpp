/// \file
/// The rows that a table is to have, made where they are missing: one after the other in one process, shared out among
/// several that `mpirun` starts.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "methods/label_graph.hpp"
#include "protocol/pretrained.hpp"

namespace selfsame::tutorials {

/// An encoder that learns without labels when a row first asks for it, and then serves all rows and cells.
class LazyEncoder {
 public:
  using Make = Pretrained (*)(const Cell& cell);  ///< `simclr_encoder` and its like

  /// \param name  what `make` keeps it under: "simclr"
  LazyEncoder(std::string name, Make make) : name_(std::move(name)), make_(make) {}

  const std::string& name() const { return name_; }  ///< as given

  /// The encoder, made in this cell if it is not there.
  const Pretrained& of(const Cell& cell);

  /// The graph of its features over the unlabelled images, made likewise.
  const ImageGraph& graph(const Cell& cell);

  bool exists() const { return made_.has_value(); }  ///< whether it was made

  /// Makes each of several ranks have the one that the first has kept.
  void take_kept(const Cell& cell);

 private:
  std::string name_;
  Make make_;
  std::optional<Pretrained> made_;
  std::optional<ImageGraph> graph_;
};

/// A row of the table: which, and how it is made.
struct TableRow {
  const Cell* cell;              ///< where it belongs
  std::string method;            ///< its name
  std::function<void()> add;     ///< makes it, and adds it to the cell's report
  LazyEncoder* start = nullptr;  ///< the encoder that it asks for; null: none
  bool draws = false;            ///< it also draws figures or saves a model: of several ranks the first makes it
};

/// Adds those rows that their cells miss.
///
/// One process adds them in this order. Several share them out, each row to one of them, with the same numbers: first
/// the encoders that are not kept and the rows that need none, then, when each has all encoders, the other rows. The
/// first one says on stderr what is done, and by whom. In the end the report has them in this order, others behind.
/// \param rows  all of one report; at most one of them draws
/// \throws Error on every rank, if another one has other images
void add_missing_rows(const std::vector<TableRow>& rows);

}  // namespace selfsame::tutorials
