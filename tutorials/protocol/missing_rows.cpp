#include "protocol/missing_rows.hpp"

#include <algorithm>
#include <iostream>

#include "protocol/standard_rows.hpp"
#include "selfsame/core/hash.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::tutorials {
namespace {

void require_same_images(const std::vector<TableRow>& rows) {
  std::uint64_t hash = 0;
  const auto take = [&hash](const auto& list) { hash = hash_of(list.data(), list.size() * sizeof list[0], hash); };
  const data::Dataset& data = rows.front().cell->data;
  for (const data::ImageSet* set : {&data.train, &data.test, &data.unlabelled}) {
    take(set->pixels);
    take(set->labels);
  }
  for (const TableRow& row : rows) {
    take(row.cell->split.labelled);
    take(row.cell->split.validation);
  }
  require_same_on_ranks(hash, "images or splits");
}

// "rank 1: simclr, 100 labels, split 0, 73.7 %, 0:55"; of what is no row, the name.
void say_done(Index rank, const TableRow& row) {
  const Cell& cell = *row.cell;
  std::cerr << "rank " << rank << ": " << row.method;
  if (const report::Result* result = cell.find(row.method)) {
    std::cerr << ", " << report::labels_text(cell.labels) << " labels, split " << cell.split_number << ", "
              << report::fixed(result->value, 1) << " %, " << report::duration(result->train_seconds);
  }
  std::cerr << std::endl;
}

void share_out(const std::vector<TableRow>& rows) {
  if (rows.empty()) return;
  report::Report& report = rows.front().cell->report;
  const auto work = [&](Index number) {
    rows[static_cast<std::size_t>(number)].add();
    return report.hand_over();
  };
  const auto take = [&](Index number, Index rank, const std::string& text) {
    report.take_in(text);
    say_done(rank, rows[static_cast<std::size_t>(number)]);
  };
  selfsame::share_out(static_cast<Index>(rows.size()), work, take);
}

// Whether a measurement belongs to this row, or to the probe of its encoder, which comes along.
bool is_of(const TableRow& row, const report::Result& result) {
  const Cell& cell = *row.cell;
  return result.labels == cell.labels && result.split == cell.split_number && result.seed == cell.seed &&
         (result.method == row.method || result.method == row.method + "_probe");
}

void share_out_missing(const std::vector<TableRow>& rows) {
  require_same_images(rows);
  std::vector<TableRow> needed;          // encoders, each in the first cell that asks for it
  std::vector<TableRow> at_once, later;  // rows that need none of them, and the others
  for (const TableRow& row : rows) {
    if (!row.cell->misses(row.method)) continue;
    (row.start ? later : at_once).push_back(row);
    const bool known =
        std::any_of(needed.begin(), needed.end(), [&](const TableRow& r) { return r.start == row.start; });
    if (!row.start || known) continue;
    const auto make = [&row] { row.start->of(*row.cell); };
    needed.push_back({row.cell, row.start->name() + " encoder", make, row.start});
  }
  // What takes long comes first, so that nobody waits long at the end: rows towards the end of a table take longer.
  std::vector<TableRow> first_round;
  for (const TableRow& row : needed) {
    if (!has_kept(row.cell->report, row.start->name())) first_round.push_back(row);
  }
  first_round.insert(first_round.end(), at_once.rbegin(), at_once.rend());
  share_out(first_round);
  for (const TableRow& row : needed) row.start->take_kept(*row.cell);
  std::vector<TableRow> second_round(later.rbegin(), later.rend());
  std::stable_partition(second_round.begin(), second_round.end(), [](const TableRow& row) { return row.draws; });
  share_out(second_round);
}

}  // namespace

const Pretrained& LazyEncoder::of(const Cell& cell) {
  if (!made_) made_ = make_(cell);
  return *made_;
}

const ImageGraph& LazyEncoder::graph(const Cell& cell) {
  if (!graph_) graph_ = encoder_graph(cell, of(cell));
  return *graph_;
}

void LazyEncoder::take_kept(const Cell& cell) { made_ = make_(cell); }

void add_missing_rows(const std::vector<TableRow>& rows) {
  if (several_ranks()) {
    share_out_missing(rows);
  } else {
    for (const TableRow& row : rows) {
      if (row.cell->misses(row.method)) row.add();
    }
  }
  rows.front().cell->report.arrange([&rows](const report::Result& result) {  // whoever was first
    const auto is_its = [&](const TableRow& row) { return is_of(row, result); };
    return static_cast<std::size_t>(std::find_if(rows.begin(), rows.end(), is_its) - rows.begin());
  });
}

}  // namespace selfsame::tutorials
