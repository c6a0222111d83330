"""The rules of reviews: whose turn it is, what a review holds, which milestone counts it."""
