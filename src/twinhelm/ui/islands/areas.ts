/** The areas' styles. A file of its own: a glob's imports come first in their file, and would overtake the layers' order. */
import.meta.glob("../../*/styles/*.css", { eager: true });
