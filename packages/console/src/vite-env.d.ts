/** Types of what the bundler adds: CSS modules and `import.meta.env`. */
/// <reference types="vite/client" />
