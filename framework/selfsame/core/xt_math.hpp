/// \file
/// xtensor's functions and reducers. Costs seconds to compile: for `.cpp` files only. Assign every expression to an
/// `Array` at once; an expression kept in `auto` is evaluated again at each use and may read freed memory.
#pragma once

#include <xtensor/xmath.hpp>
#include <xtensor/xnoalias.hpp>
#include <xtensor/xoperation.hpp>

#include "selfsame/core/xt.hpp"
