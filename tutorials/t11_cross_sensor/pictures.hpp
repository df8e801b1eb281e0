/// \file
/// What the vehicle saw, felt, and where it went.
#pragma once

#include "methods/cross_sensor.hpp"
#include "selfsame/report/report.hpp"

namespace selfsame::tutorials {

/// The ground seen from above, the way over part of it, and the labels that were propagated to the images.
report::Figure drive_figure(const DriveTask& task, const data::Targets& propagated);

/// Adds ten images of each type of ground, as the camera saw them; nothing for too short a drive.
void draw_patches(const DriveTask& task, report::Report& report);

/// Adds the mean spectrum of the windows of each type of ground.
void draw_spectra(const DriveTask& task, report::Report& report);

}  // namespace selfsame::tutorials
