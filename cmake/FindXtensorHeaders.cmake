# xtensor's headers, wherever they lie: some packages of it have no CMake files, or ones that ask for more than is used.
find_path(XTENSOR_INCLUDE xtensor/xarray.hpp)
mark_as_advanced(XTENSOR_INCLUDE)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(XtensorHeaders REQUIRED_VARS XTENSOR_INCLUDE
  REASON_FAILURE_MESSAGE "install it with tools/setup (Debian: libxtensor-dev libxsimd-dev)")
if(XtensorHeaders_FOUND AND NOT TARGET Xtensor::Headers)
  add_library(Xtensor::Headers INTERFACE IMPORTED)
  set_target_properties(Xtensor::Headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${XTENSOR_INCLUDE})
endif()
