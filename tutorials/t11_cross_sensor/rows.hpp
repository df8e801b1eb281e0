/// \file
/// The rows of the cross-sensor lesson: students of the wheels, and what wrong labels cost them.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "methods/cross_sensor.hpp"
#include "methods/supervised.hpp"
#include "protocol/rows.hpp"

namespace selfsame::tutorials {

/// A classifier from random weights that learns from the targets; no row is added.
/// \param seen  the images that batch norm may look at afterwards
/// \param name  of the row, for the progress bar and metrics.csv
std::pair<std::unique_ptr<nn::Classifier>, Cost> train_student(const Cell& cell, const data::Targets& targets,
                                                               const Indices& seen, const SupervisedRecipe& recipe,
                                                               const std::string& name);

/// One more student, whose labels are noisier: kept under a metric of its own, beside the table of methods.
struct NoisyStudent {
  std::string row;   ///< "sensor" or "both"
  std::string dial;  ///< "random flips", "systematic flips" or "offset"
  Index value;       ///< percent or frames

  /// "sensor, offset 2".
  std::string method() const { return concat(row, ", ", dial, " ", value); }
};

/// The metric of the noisy students' rows.
constexpr const char* noisy_metric = "dial_accuracy";

/// Share of true labels among the targets of the row "both".
constexpr double true_share = 0.25;

/// Trains and tests a noisy student.
void add_noisy_student(const DriveTask& task, const Cell& cell, const Indices& felt, const NoisyStudent& student,
                       const LabelNoise& noise);

/// All noisy students: flips in percent, offsets in frames.
void add_noisy_students(const DriveTask& task, const Cell& cell, const Indices& felt, const Indices& flips,
                        const Indices& offsets);

/// Adds the two figures of what they cost.
void draw_noise(report::Report& report, const Indices& flips, const Indices& offsets);

}  // namespace selfsame::tutorials
