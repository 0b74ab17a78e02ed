"""Forms about votes, compositions, and the election of chair and vice-chair."""
